const wide: Readonly<Record<string, string>> = { ',': '，', ':': '：', ';': '；', '?': '？', '!': '！' };

/** A Chinese text as it is printed: articles in words, marks beside a Chinese character full-width (GB/T 15834). */
export const asPrinted = (text: string): string =>
  text
    .replaceAll(/\s*§(\d+)(?:\((\d+)\))?/g, (_all, article: string, item?: string) =>
      item === undefined ? `第${article}条` : `第${article}条第${item}项`,
    )
    .replaceAll(/\(([^()]*\p{Script=Han}[^()]*)\)/gu, '（$1）')
    .replaceAll(/(?<=[\p{Script=Han}》〕）”])[,:;?!]|[,:;?!](?=[\p{Script=Han}《“])/gu, (mark) => wide[mark] ?? mark);
