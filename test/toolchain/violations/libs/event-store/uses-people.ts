// breaks store-and-read-models-use-kernel-and-rules-only
export { people } from '#people';
