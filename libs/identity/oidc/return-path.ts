const anyOrigin = 'http://this.server';

/** The path of this server that a text names; nothing when it leads anywhere else. */
export const returnPathOf = (text: string): string | undefined => {
  if (!text.startsWith('/') || !URL.canParse(text, anyOrigin)) return undefined;
  const { origin, pathname, search, hash } = new URL(text, anyOrigin);
  // `/.//host` is normalised to `//host`, which a browser takes for another host.
  return origin === anyOrigin && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : undefined;
};
