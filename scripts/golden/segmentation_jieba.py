"""jieba: how it cuts a few sentences, with its hidden Markov model and without. Run by hand: pip install jieba==0.42.1."""

import logging

from common import write

import jieba

TEXTS = (
    "春天来了，院子里的海棠开得正好。",
    "林黛玉听了这话，不觉又红了脸，低头只管摆弄手里的帕子。",
    "“你们几时回来？”老太太笑着问道。",
    "循环神经网络可以一步一步地读完一整本小说。",
    "他从北京大学毕业以后，在上海的一家研究所工作了三年。",
    "今年的产量比去年增长了3.5%，达到1200万吨。",
    "我用Python和C++写了两个程序，速度相差10倍。",
    "这张桌子的确是用花梨木做的，结实得很。",
    "乒乓球拍卖完了，请明天再来。",
    "南京市长江大桥建成于1968年。",
    "宝二爷昨儿夜里没睡好，袭人便劝他再歇一会子。",
    "紫鹃、雪雁并几个小丫头都在潇湘馆外头等着。",
    "誰知那石頭竟會說話，把眾人嚇了一跳。",
    "𠮷野家的牛肉饭……真好吃！  明天 再去。",
)


def main() -> None:
    jieba.setLogLevel(logging.WARNING)
    cases = [{"text": text, "hmm": jieba.lcut(text), "plain": jieba.lcut(text, HMM=False)} for text in TEXTS]
    write(__file__, ["jieba"], 0, cases)


main()
