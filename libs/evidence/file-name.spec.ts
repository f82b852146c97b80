import fc from 'fast-check';
import { safeFileName } from './file-name.js';

describe('the name under which evidence is saved', () => {
  it.each([
    ['住房照片.jpg', 'image/jpeg', '住房照片.jpg'],
    ['IMG_0001.JPEG', 'image/jpeg', 'IMG_0001.jpeg'],
    ['房产证', 'application/pdf', '房产证.pdf'],
    ['bill.exe', 'application/pdf', 'bill.exe.pdf'],
    ['../../etc/passwd', 'image/png', 'etc passwd.png'],
    ['C:\\temp\\a.png', 'image/png', 'C temp a.png'],
    ['a\r\nSet-Cookie: x=1.png', 'image/png', 'a Set-Cookie x=1.png'],
    ['gpj\u202egnp.png', 'image/png', 'gpj gnp.png'],
    ['...', 'image/png', 'file.png'],
    ['', 'image/webp', 'file.webp'],
    ['photo.heic', 'image/heif', 'photo.heic'],
    ['unknown', 'text/html', 'unknown.bin'],
  ])('%j of type %s is %j', (name, mediaType, expected) => {
    expect(safeFileName(name, mediaType)).toBe(expected);
  });

  it('is of a length and of signs that any system takes, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const safe = safeFileName(name, 'image/png');
        expect(safe).toMatch(/^[^.\s].*\.png$/u);
        expect(safe).not.toMatch(/[\p{Cc}\u202a-\u202e"*/:<>?\\|]/u);
        expect([...safe].length).toBeLessThanOrEqual(124);
        expect(() => encodeURIComponent(safe)).not.toThrow();
      }),
    );
  });
});
