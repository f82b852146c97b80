/** Yuan as typed, in whole fen. */
export const fenOf = (yuan: number | string | null): number | undefined => {
  if (yuan === null || yuan === '') return undefined;
  const fen = Math.round(Number(yuan) * 100);
  return Number.isFinite(fen) ? fen : undefined;
};

export const yuanOf = (fen: unknown): number | undefined => (typeof fen === 'number' ? fen / 100 : undefined);
