// breaks libraries-never-import-apps
export { system } from '#system';
