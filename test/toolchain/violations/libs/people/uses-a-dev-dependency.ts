// breaks no-dev-dependency-in-the-product
export { default } from 'fast-check';
