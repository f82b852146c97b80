import { csvOf } from './csv.js';

const textOf = async (value: string | number | boolean | undefined): Promise<string> => {
  let text = '';
  for await (const line of csvOf({ value: (row: { readonly value: typeof value }) => row.value }, [{ value }]))
    text += line;
  return text.replace(/^\uFEFFvalue\r\n/, '').replace(/\r\n$/, '');
};

describe('a table as CSV', () => {
  it('begins with a byte-order mark and a line of headings', async () => {
    const lines: string[] = [];
    const columns = { clock: (row: { readonly clock: string }) => row.clock, open: () => true };
    for await (const line of csvOf(columns, [{ clock: 'decision' }, { clock: 'acceptance' }])) lines.push(line);
    expect(lines).toEqual(['\uFEFFclock,open\r\n', 'decision,true\r\n', 'acceptance,true\r\n']);
  });

  it.each([
    ['受理', '受理'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['', ''],
  ])('quotes %j where it must', async (given, written) => {
    expect(await textOf(given)).toBe(written);
  });

  it.each(['=1+1', '+1', '-1', '@cmd', '\tx'])('keeps %j from being run as a formula', async (given) => {
    expect(await textOf(given)).toBe(`'${given}`);
  });

  it('guards a formula that also needs quotes, and leaves numbers alone', async () => {
    expect(await textOf('=HYPERLINK("http://x","y")')).toBe(`"'=HYPERLINK(""http://x"",""y"")"`);
    expect(await textOf(-5)).toBe('-5');
    expect(await textOf(undefined)).toBe('');
  });
});
