import fc from 'fast-check';
import { inPieces } from './long-text.js';

const text = fc.tuple(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 6_000 }));

it('a text in pieces is the text, each short enough and none with half a character', () => {
  fc.assert(
    fc.property(text, ([some, times]) => {
      const whole = (some + '𠮷').repeat(times);
      const pieces = inPieces(whole.slice(0, 20_000));
      expect(pieces.join('')).toBe(whole.slice(0, 20_000));
      for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(4_000);
      for (const piece of pieces.slice(1)) expect(piece).not.toMatch(/^[\uDC00-\uDFFF]/);
    }),
    { numRuns: 50 },
  );
});
