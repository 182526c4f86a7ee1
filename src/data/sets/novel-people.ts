/** Somebody of the reed story, with all that sentences about them have to agree with. */
export interface Person {
  /** As the story calls them. */
  readonly name: string;
  /** With the family name, three characters. */
  readonly full: string;
  readonly pronoun: '他' | '她';
  /** What others say to them. */
  readonly address: string;
  readonly place: string;
  /** What they are found at, two to four characters. */
  readonly work: readonly string[];
  /** The same in three characters, for headings. */
  readonly deed: string;
  /** What they have to lend, and the word that it is counted with. */
  readonly thing: string;
  readonly measure: string;
  /** How they say no and yes. */
  readonly no: string;
  readonly yes: string;
}

const person = (row: string): Person => {
  const [
    name = '',
    full = '',
    pronoun,
    address = '',
    place = '',
    work = '',
    deed = '',
    thing = '',
    measure = '',
    no = '',
    yes = '',
  ] = row.split(' ');
  return {
    name,
    full,
    pronoun: pronoun === '她' ? '她' : '他',
    address,
    place,
    work: work.split('、'),
    deed,
    thing,
    measure,
    no,
    yes,
  };
};

/** Everybody who comes again and again. */
export const people: readonly Person[] = [
  '顾长庚 顾长庚 他 顾老爹 纸坊 捞纸、数纸、砍竹子 传新纸 厚纸 张 这纸还没有晒干 纸是人用的，你只管拿去',
  '素秋 顾素秋 她 姑娘 纸坊 晒纸、裁纸、写字 晒新纸 信纸 张 我还要问过父亲 你拿去便是，不必说还的话',
  '石生 钟石生 他 石生兄弟 钟亭 擦钟、看水、搓麻绳 撞铜钟 麻绳 根 今夜怕有大水，我一刻也离不得 你拿去，我再搓就是了',
  '云帆 陆云帆 他 云帆兄弟 渡口 撑船、补网、收网 补旧网 鲤鱼 尾 今日风大，网还没有收 这有什么，船上多的是',
  '陆老大 陆老大 他 陆老大 船坞 修船、数船、喝酒 修大船 木桨 支 我那船正等着用 拿去，拿去，水上人不小气',
  '温先生 温先生 他 先生 学堂 抄书、教书、看书 读旧书 册子 本 这书是孤本，借不得 读书是好事，你拿去看',
  '柳嬷嬷 柳嬷嬷 她 嬷嬷 灶房 熬姜汤、烧火、剪窗花 剪窗花 姜汤 碗 汤还没有熬好 趁热拿去，凉了便不好了',
  '胡书办 胡书办 他 胡书办 粮仓 算账、数麻袋、打瞌睡 算新账 麻袋 条 这是官家的东西 如今我也不提官家二字了，你拿去',
].map(person);

/** What somebody says to somebody of the family, or to a master; others have their `address`. */
export const kinship: Readonly<Record<string, string>> = {
  '素秋 顾长庚': '父亲',
  '顾长庚 素秋': '女儿',
  '石生 顾长庚': '师父',
  '顾长庚 石生': '徒儿',
  '云帆 陆老大': '父亲',
  '陆老大 云帆': '我儿',
  '云帆 顾长庚': '岳父',
  '顾长庚 云帆': '贤婿',
  '素秋 陆老大': '公公',
  '陆老大 素秋': '媳妇',
  '云帆 素秋': '娘子',
  '素秋 云帆': '官人',
  '石生 素秋': '师妹',
  '素秋 石生': '师兄',
  '顾长庚 陆老大': '亲家',
  '陆老大 顾长庚': '亲家',
};

/** A season and what goes with it. */
export interface Season {
  readonly name: string;
  /** Two characters, for headings. */
  readonly time: string;
  readonly weather: readonly string[];
  readonly signs: readonly string[];
  readonly lines: readonly string[];
}

export const seasons: readonly Season[] = [
  {
    name: '春天',
    time: '春日',
    weather: ['细雨', '春雨', '大雾'],
    signs: ['燕子绕着屋檐飞', '桃花开了半溪', '竹笋一夜长了三尺'],
    lines: ['燕子不知人事改，依然飞入旧时家。', '一溪春水无人问，只有桃花送客船。'],
  },
  {
    name: '夏天',
    time: '夏夜',
    weather: ['雷雨', '大雨', '急雨'],
    signs: ['荷叶遮住了水面', '蝉在柳树上叫个不停', '萤火虫落在芦苇上'],
    lines: ['夜半雷声惊客梦，满船风雨到青芦。', '荷花自在水中立，不管人间有是非。'],
  },
  {
    name: '秋天',
    time: '秋夜',
    weather: ['秋风', '冷雨', '秋雨'],
    signs: ['芦花白了一溪', '大雁排着队往南去', '桂花落了一地'],
    lines: ['芦花两岸白如雪，雁字一行天欲霜。', '莫道秋来无一事，家家灯下补寒衣。'],
  },
  {
    name: '冬天',
    time: '冬夜',
    weather: ['大雪', '北风', '冻雨'],
    signs: ['梅花开在墙角', '溪面结了一层薄冰', '瓦上积了三寸雪'],
    lines: ['一夜北风吹雪满，渔船无处不成家。', '墙角梅花开几朵，分明说与早行人。'],
  },
];
