// breaks @typescript-eslint/consistent-type-assertions
export const claimed = (value: unknown): string => value as string;
