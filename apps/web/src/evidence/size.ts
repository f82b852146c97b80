const kibibyte = 1024;

/** `380 kB`, `4.2 MB`: as phones show sizes. */
export const shownSize = (bytes: number): string =>
  bytes < kibibyte * kibibyte
    ? `${Math.max(1, Math.round(bytes / kibibyte))} kB`
    : `${Math.round((10 * bytes) / kibibyte / kibibyte) / 10} MB`;
