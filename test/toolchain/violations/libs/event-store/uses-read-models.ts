// breaks event-store-below-read-models
export { caseload } from '#read-models';
