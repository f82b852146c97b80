// breaks evidence-uses-kernel-and-store-only
export { person } from '#people';
