// breaks audit-uses-kernel-rules-and-store-only
export { person } from '#people';
