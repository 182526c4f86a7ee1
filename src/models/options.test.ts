// Options of fit that are null, as programs from Python write what they leave out.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ramp } from '../../test/support/ramp.ts';
import { Dense } from '../layers/dense.ts';
import { Sequential } from './sequential.ts';

it('fit takes null for an option that is left out', async () => {
  const names = [
    'epochs',
    'initialEpoch',
    'batchSize',
    'shuffle',
    'truncate',
    'validationSplit',
    'classWeight',
    'signal',
  ];
  const history = async (options: object): Promise<unknown> => {
    const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
    model.compile({ loss: 'mse' });
    return (await model.fit(ramp([6, 2]), ramp([6, 1]), options)).history;
  };
  const nothing = Object.fromEntries(names.map((name) => [name, null]));
  assert.deepEqual(await history(nothing), await history({}));
});
