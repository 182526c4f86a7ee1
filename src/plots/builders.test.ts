import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { figures, step } from '../../test/support/figures.ts';
import { gradientNorms, trace } from '../inspect/index.ts';
import { Dense } from '../layers/dense.ts';
import { GRU } from '../layers/gru.ts';
import { Sequential } from '../models/sequential.ts';
import { cellDrawing } from './cell-drawing.ts';
import { confusionMatrix } from './confusion-matrix.ts';
import { gateHeatMap } from './gate-heat-map.ts';
import { gradientPlot } from './gradient-plot.ts';
import { histogram } from './histogram.ts';
import { learningCurves } from './learning-curves.ts';
import { seriesPlot } from './series-plot.ts';
import { toSvg } from './to-svg.ts';

const model = new Sequential([new GRU({ units: 4, returnSequences: true, name: 'gru' }), new Dense({ units: 1 })], {
  seed: 1,
});
const x = [
  [[1], [2], [3]],
  [[0], [1], [0]],
];

describe('learningCurves', () => {
  it('takes what fit gives, and counts epochs from 1', async () => {
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    const y = [
      [[1], [1], [1]],
      [[0], [0], [0]],
    ];
    const history = await model.fit(x, y, { epochs: 3, validationData: [x, y] });
    const { series, y: axis } = learningCurves(history);
    assert.deepEqual(
      series.map(({ name, dashed }) => [name, dashed]),
      [
        ['loss', false],
        ['valLoss', true],
      ],
    );
    assert.deepEqual(series[0]!.x, [1, 2, 3]);
    assert.deepEqual(series[1]!.y, history.history.valLoss);
    assert.deepEqual(axis, { label: 'loss', scale: 'linear' });
  });
  it('goes on where an earlier training ended', () => {
    const { series } = learningCurves({ epoch: [5, 6], history: { loss: [2, 1] } });
    assert.deepEqual(series[0]!.x, [6, 7]);
  });
  it('draws the metrics named, each with its validation', () => {
    const lists = { loss: [1], accuracy: [0.5], valAccuracy: [0.4] };
    const figure = learningCurves(lists, { metrics: ['accuracy', 'loss'], scale: 'log', title: 'Both', caption: 'C.' });
    assert.deepEqual(
      figure.series.map(({ name }) => name),
      ['accuracy', 'valAccuracy', 'loss'],
    );
    assert.deepEqual(
      [figure.title, figure.caption, figure.y],
      ['Both', 'C.', { label: 'accuracy, loss', scale: 'log' }],
    );
    assert.equal(learningCurves({ cost: [1, 2] }).series[0]!.name, 'cost');
  });
  it('takes for validation what fit names so, and nothing else; null of JSON for what is not finite', () => {
    const { series } = learningCurves(JSON.parse('{ "value": [1, null], "valValue": [2, 3] }'));
    assert.deepEqual(
      series.map(({ name, y, dashed }) => [name, y, dashed]),
      [
        ['value', [1, NaN], false],
        ['valValue', [2, 3], true],
      ],
    );
  });
  it('refuses names that are not there, and what is no list', () => {
    assert.throws(() => learningCurves({ loss: [1] }, { metrics: ['los'] }), {
      name: 'OptionError',
      hint: "Did you mean 'loss'?",
    });
    assert.throws(() => learningCurves({}), /there must be a curve, received \[\]/);
    assert.throws(() => learningCurves({ loss: 3 } as never), /'loss' must be a list of numbers, received 3/);
    assert.throws(() => learningCurves(null as never), /history must be an object of lists, received null/);
    for (const metrics of ['loss', 5, [1]]) {
      assert.throws(() => learningCurves({ loss: [1] }, { metrics: metrics as never }), {
        name: 'OptionError',
        message: /metrics must be a list of texts, received/,
      });
    }
    assert.throws(
      () => learningCurves({ loss: ['a'] } as never),
      /'loss' must be a list of numbers, received 'a' in it/,
    );
    assert.throws(() => learningCurves({ loss: [1] }, { caption: 5 as never }), /caption must be a text, received 5/);
    assert.throws(() => learningCurves({ loss: [1] }, { metric: ['loss'] } as object), {
      hint: "Did you mean 'metrics'?",
    });
  });
});

describe('seriesPlot', () => {
  it('lays a forecast after its start', () => {
    const figure = seriesPlot({ x: [10, 20, 30, 40], target: [1, 2, 3], prediction: [3.5, 4], start: 2, unit: '°C' });
    assert.deepEqual(figure.series[1], { name: 'forecast', x: [30, 40], y: [3.5, 4], dashed: true, color: 0 });
    assert.deepEqual(figure.series[0]!.x, [10, 20, 30]);
    assert.deepEqual(figure.y, { label: 'value', unit: '°C' });
  });
  it('takes typed arrays and a series alone', () => {
    assert.deepEqual(seriesPlot({ target: Float32Array.of(1, 2) }).series, [
      { name: 'target', x: [0, 1], y: [1, 2], color: 1 },
    ]);
    assert.equal(seriesPlot({ target: [1], prediction: [1] }).series[1]!.name, 'prediction');
  });
  it('refuses lengths that do not fit', () => {
    assert.throws(() => seriesPlot({ x: [1], target: [1, 2] }), /x must have length 2, received 1/);
    assert.throws(
      () => seriesPlot({ target: [1], prediction: [1], start: 2 }),
      /start must be a whole number from 0 to 1/,
    );
    assert.throws(() => seriesPlot({ target: 'ab' } as never), /target must be a list of numbers, received 'ab'/);
    assert.throws(
      () => seriesPlot({ target: [1, '2'] } as never),
      /target must be a list of numbers, received '2' in it/,
    );
    assert.throws(() => seriesPlot({} as never), /target must be a list of numbers, received undefined/);
  });
});

describe('confusionMatrix', () => {
  it('counts truth by rows and predictions by columns', () => {
    const { rows, caption, rowLabels, min } = confusionMatrix(Uint8Array.of(0, 2, 2, 1), [0, 2, 1, 1]);
    assert.deepEqual(rows, [
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 1],
    ]);
    assert.deepEqual([caption, rowLabels, min], ['3 of 4 are right.', ['0', '1', '2'], 0]);
  });
  it('gives shares of rows, 0 for a class without samples', () => {
    const { rows, max } = confusionMatrix([0, 0], [0, 1], { labels: ['a', 'b'], normalize: true });
    assert.deepEqual(rows, [
      [0.5, 0.5],
      [0, 0],
    ]);
    assert.equal(max, 1);
  });
  it('draws nothing of nothing', () => assert.deepEqual(confusionMatrix([], []).rows, []));
  it('refuses what is not the number of a class', () => {
    assert.throws(() => confusionMatrix([0], [0, 1]), /predicted must have length 1, received 2/);
    assert.throws(
      () => confusionMatrix([2], [0], { labels: ['a', 'b'] }),
      /truth must be a whole number from 0 and below 2, received 2/,
    );
    assert.throws(
      () => confusionMatrix([0], [0.5]),
      /predicted must be a whole number from 0 and below 1000, received 0.5/,
    );
  });
});

it('builders refuse labels and units that are none, and a prediction that is no list', () => {
  for (const labels of [5, null, 'ab', [1]]) {
    assert.throws(() => confusionMatrix([0], [0], { labels: labels as never }), {
      name: 'OptionError',
      message: /labels must be a list of texts, received/,
    });
  }
  assert.throws(() => histogram([1], { unit: 5 as never }), /unit must be a text, received 5/);
  assert.throws(() => seriesPlot({ target: [1], unit: 5 as never }), /unit must be a text, received 5/);
  for (const prediction of [0, '', null]) {
    assert.throws(
      () => seriesPlot({ target: [1], prediction: prediction as never }),
      /prediction must be a list of numbers/,
    );
  }
});

describe('gateHeatMap', () => {
  const [layer] = trace(model, x);
  it('shows a gate from 0 to 1, a row a unit, a column a step', () => {
    const figure = gateHeatMap(layer!, { gate: 'updateGate', sample: 1, units: 2 });
    const values = layer!.values.updateGate!.toArray() as number[][][];
    assert.deepEqual(
      figure.rows,
      [0, 1].map((unit) => [0, 1, 2].map((t) => values[1]![t]![unit])),
    );
    assert.deepEqual([figure.min, figure.max, figure.columnLabels], [0, 1, ['1', '2', '3']]);
    assert.equal(figure.title, "updateGate of 'gru'");
  });
  it('shows a state in two colours', () => {
    const figure = gateHeatMap(layer!, { gate: 'hidden' });
    assert.equal(figure.diverging, true);
    assert.equal(figure.rows.length, 4);
  });
  it('refuses what is not there', () => {
    assert.throws(
      () => gateHeatMap(layer!, { gate: 'forgetGate' }),
      /gate must be one of updateGate, resetGate, candidate, hidden/,
    );
    assert.throws(
      () => gateHeatMap(layer!, { sample: 2 }),
      /sample must be a whole number from 0 and below 2, received 2/,
    );
    for (const values of [null, {}, { hidden: 1 }]) {
      assert.throws(
        () => gateHeatMap({ ...layer!, values } as never),
        /trace must be a LayerTrace, received an object/,
      );
    }
    assert.throws(() => gateHeatMap(undefined as never), { hint: /trace\(model, x\)\[0\]/ });
  });
});

describe('gradientPlot', () => {
  it('takes what gradientNorms gives, or lists by name', () => {
    const norms = gradientNorms(
      model,
      x,
      [
        [[1], [1], [1]],
        [[0], [0], [0]],
      ],
      { loss: 'mse' },
    );
    const figure = gradientPlot(norms);
    assert.deepEqual(figure.series, [{ name: 'gru', x: [1, 2, 3], y: norms[0]!.norms }]);
    assert.equal(figure.y.scale, 'log');
    assert.equal(gradientPlot({ a: [1] }, { scale: 'linear', title: 'T' }).y.scale, 'linear');
  });
  it('refuses what is neither', () => {
    assert.throws(() => gradientPlot(3 as never), /norms must be a list or an object, received 3/);
    for (const list of [[1, 2], [null], [{ norms: [1] }]]) {
      assert.throws(() => gradientPlot(list as never), {
        name: 'OptionError',
        message: /a list must be what gradientNorms gives, received .* in it/,
      });
    }
    assert.throws(() => gradientPlot({ a: 3 } as never), /norms of 'a' must be a list of numbers, received 3/);
  });
});

describe('histogram', () => {
  it('puts every finite value into one bin', () => {
    const ends = fc.double({ noNaN: true });
    fc.assert(
      fc.property(fc.array(ends), fc.integer({ min: 1, max: 50 }), (values, bins) => {
        const { edges, counts } = histogram(values, { bins });
        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          values.filter(Number.isFinite).length,
        );
        assert.equal(edges.length, bins + 1);
        assert.ok(
          edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > edges[i - 1]!)),
          edges.join(' '),
        );
      }),
      { numRuns: 500 },
    );
  });
  it('leaves out what lies beyond the ends or is not finite, and says so', () => {
    const figure = histogram([-1, 0, 0.5, 1, 2, NaN], { bins: 2, min: 0, max: 1 });
    assert.deepEqual(figure.counts, [1, 2]);
    assert.equal(figure.caption, 'Without 1 that are not finite and 2 beyond the ends.');
    assert.equal(histogram([1]).caption, undefined);
  });
  it('refuses bins and ends that do not fit', () => {
    assert.throws(() => histogram([1], { bins: 0 }), /bins must be a whole number from 1 to 10000, received 0/);
    assert.throws(() => histogram([1], { min: 2, max: 1 }), /max must be a finite number from 2, received 1/);
  });
});

describe('cellDrawing', () => {
  it('keeps the steps', () =>
    assert.deepEqual(cellDrawing([step], { title: 'T', caption: 'C.' }), {
      kind: 'cell',
      title: 'T',
      caption: 'C.',
      steps: [step],
    }));
  it('refuses what is no list', () =>
    assert.throws(() => cellDrawing(step as never), /steps must be a list, received an object/));
});

it('figures of builders can be drawn and kept as JSON', () => {
  const [layer] = trace(model, x);
  const made = [
    learningCurves({ loss: [1, 0.5] }),
    seriesPlot({ target: [1, 2], prediction: [2], start: 2 }),
    confusionMatrix([0, 1], [1, 1]),
    gateHeatMap(layer!),
    gradientPlot({ a: [1, 2] }),
    histogram([1, 2, 3]),
    cellDrawing([step]),
    figures.image!,
  ];
  for (const figure of made) {
    assert.deepEqual(JSON.parse(JSON.stringify(figure)), figure);
    assert.ok(toSvg(figure).startsWith('<svg'));
  }
});
