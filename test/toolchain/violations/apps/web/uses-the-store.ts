// breaks web-imports-pure-libraries-only
export { store } from '#event-store';
