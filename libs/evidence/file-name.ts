const extensions: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif'],
  'image/heif': ['heif', 'heic'],
  'application/pdf': ['pdf'],
};
const longest = 120;

/** Parts of paths, what Windows does not take, control characters and those that turn the direction of writing. */
// eslint-disable-next-line no-control-regex
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"*/:<>?\\|]+/g;

/** A name under which the file can be saved anywhere, ending as its content says. */
export const safeFileName = (name: string, mediaType: string): string => {
  const [extension = 'bin', ...others] = extensions[mediaType] ?? [];
  const plain = name
    .toWellFormed()
    .normalize('NFC')
    .replace(unsafe, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '');
  const ending = /\.([A-Za-z0-9]{1,5})$/.exec(plain)?.[1]?.toLowerCase();
  const isRight = ending !== undefined && [extension, ...others].includes(ending);
  const stem = [...(isRight ? plain.slice(0, -(ending.length + 1)) : plain)].slice(0, longest).join('');
  return `${stem.replace(/[. ]+$/, '') || 'file'}.${isRight ? ending : extension}`;
};
