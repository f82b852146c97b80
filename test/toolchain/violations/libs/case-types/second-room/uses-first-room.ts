// breaks rooms-never-import-each-other
export { first } from '../first-room/index.js';
