// breaks only-case-desk-and-apps-know-case-types
// breaks rooms-are-closed
// breaks store-and-read-models-use-kernel-and-rules-only
export { first } from '#case-types/first-room/index.js';
