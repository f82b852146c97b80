// breaks nobody-imports-web
export { page } from '../web/page.js';
