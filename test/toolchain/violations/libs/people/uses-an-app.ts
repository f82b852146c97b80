// breaks libraries-never-import-apps
export { api } from '#api';
