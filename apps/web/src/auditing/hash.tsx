/** The beginning of a hash; the whole of it for those who copy or hover. */
export const Hash = ({ text }: { readonly text: string }) => (
  <code className="hash" title={text}>
    {text.slice(0, 16)}…
  </code>
);
