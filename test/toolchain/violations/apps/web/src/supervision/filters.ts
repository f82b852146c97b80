export const filters: readonly string[] = [];
