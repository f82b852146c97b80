// breaks exchange-uses-kernel-rules-and-log-only
export { person } from '#people';
