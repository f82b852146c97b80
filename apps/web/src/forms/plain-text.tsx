/** In place of the form library's Markdown: no text of a form is written in it. */
export const Markdown = ({ children }: { readonly children?: string }) => children;
