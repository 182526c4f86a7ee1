import { chineseNumeral } from './chinese-numeral.ts';

/** A day of the calendar. */
export interface CalendarDay {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  /** From 1. */
  readonly day: number;
  /** From 0, Sunday. */
  readonly weekday: number;
}

/** A way to write a day. Those with a year of two digits are for 1950 to 2049. */
export type DatePhrasing = (day: CalendarDay) => string;

/** Languages in which days are written. */
export type DateLanguage = 'en' | 'zh' | 'de' | 'fr' | 'es';

const words = (text: string): readonly string[] => text.split(' ');

const EN = {
  months: words('January February March April May June July August September October November December'),
  weekdays: words('Sunday Monday Tuesday Wednesday Thursday Friday Saturday'),
  ordinals: words(
    'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first',
  ),
};
const DE = {
  months: words('Januar Februar März April Mai Juni Juli August September Oktober November Dezember'),
  weekdays: words('Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag'),
};
const FR = {
  months: words('janvier février mars avril mai juin juillet août septembre octobre novembre décembre'),
  weekdays: words('dimanche lundi mardi mercredi jeudi vendredi samedi'),
};
const ES = {
  months: words('enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'),
  weekdays: words('domingo lunes martes miércoles jueves viernes sábado'),
};
const ZH = { weekdays: [...'日一二三四五六'] };

const at = (list: readonly string[], i: number): string => list[i] as string;
const month = ({ months }: { readonly months: readonly string[] }, day: CalendarDay): string =>
  at(months, day.month - 1);
const short = (day: CalendarDay): string => month(EN, day).slice(0, 3);
const twoDigits = (value: number): string => String(value % 100).padStart(2, '0');

/** 1st, 2nd, 3rd, 4th, … */
function counted(day: number): string {
  const teen = day >= 11 && day <= 13;
  return `${day}${(teen ? undefined : ['th', 'st', 'nd', 'rd'][day % 10]) ?? 'th'}`;
}

/** Every way to write a day, by language. */
export const datePhrasings: Readonly<Record<DateLanguage, readonly DatePhrasing[]>> = {
  en: [
    (d) => `the ${at(EN.ordinals, d.day - 1)} of ${month(EN, d)} ${d.year}`,
    (d) => `${month(EN, d)} ${counted(d.day)}, ${d.year}`,
    (d) => `${d.day} ${short(d)} ${twoDigits(d.year)}`,
    (d) => `${month(EN, d)} ${d.day}, ${d.year}`,
    (d) => `${d.day} ${month(EN, d)} ${d.year}`,
    (d) => `the ${counted(d.day)} of ${month(EN, d)}, ${d.year}`,
    (d) => `${at(EN.weekdays, d.weekday)}, ${short(d)} ${d.day}, ${d.year}`,
  ],
  zh: [
    (d) => `${d.year}年${d.month}月${d.day}日`,
    (d) => `${chineseNumeral(d.year, 'digits')}年${chineseNumeral(d.month)}月${chineseNumeral(d.day)}日`,
    (d) => `${chineseNumeral(d.year, 'digits')}年${chineseNumeral(d.month)}月${chineseNumeral(d.day)}号`,
    (d) => `${twoDigits(d.year)}年${d.month}月${d.day}号`,
    (d) => `${d.year}年${d.month}月${d.day}日星期${at(ZH.weekdays, d.weekday)}`,
  ],
  de: [
    (d) => `${d.day}. ${month(DE, d)} ${d.year}`,
    (d) => `${d.day}.${d.month}.${d.year}`,
    (d) => `${at(DE.weekdays, d.weekday)}, den ${d.day}. ${month(DE, d)} ${d.year}`,
  ],
  fr: [
    (d) => `${d.day === 1 ? '1er' : d.day} ${month(FR, d)} ${d.year}`,
    (d) => `le ${at(FR.weekdays, d.weekday)} ${d.day === 1 ? '1er' : d.day} ${month(FR, d)} ${d.year}`,
  ],
  es: [
    (d) => `${d.day} de ${month(ES, d)} de ${d.year}`,
    (d) => `${at(ES.weekdays, d.weekday)}, ${d.day} de ${month(ES, d)} de ${d.year}`,
  ],
};
