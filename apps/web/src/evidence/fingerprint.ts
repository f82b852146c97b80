/** SHA-256 in lower-case hex. Browsers compute it only on pages that came by https. */
export const fingerprint = async (content: ArrayBuffer): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', content))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
