// breaks kernel-stands-alone
export { rules } from '#rules';
