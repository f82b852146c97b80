// breaks no-unresolvable-import
export { nowhere } from '#people/nowhere.js';
