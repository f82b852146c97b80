// breaks @typescript-eslint/switch-exhaustiveness-check
export const name = (season: 'summer' | 'winter'): string => {
  switch (season) {
    case 'summer':
      return 'warm';
  }
  return '';
};
