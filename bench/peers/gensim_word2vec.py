"""python gensim_word2vec.py FILE THREADS ITER OPTIONS: trains word2vec, and prints words, seconds and version as JSON."""

import json
import sys
import time

import gensim
from gensim.models.word2vec import LineSentence, Word2Vec

file, threads, epochs, options = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4])
model = Word2Vec(
    sg=0 if options["cbow"] else 1, hs=0, alpha=0.05 if options["cbow"] else 0.025, vector_size=options["size"],
    window=options["window"], negative=options["negative"], sample=options["sample"], min_count=options["minCount"],
    workers=threads, seed=1,
)
model.build_vocab(LineSentence(file))
words = sum(int(model.wv.get_vecattr(word, "count")) for word in model.wv.index_to_key)
begun = time.perf_counter()
model.train(LineSentence(file), total_examples=model.corpus_count, epochs=epochs)
print(json.dumps({"words": words * epochs, "seconds": time.perf_counter() - begun, "version": gensim.__version__}))
