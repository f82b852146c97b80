// breaks case-types-use-kernel-and-rules-only
export { Entity } from 'typeorm';
