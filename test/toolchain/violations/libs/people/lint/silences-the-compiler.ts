// breaks @typescript-eslint/ban-ts-comment
// @ts-ignore
export const wrong: string = 1;
