// breaks case-desk-on-top-of-libraries
export { desk } from '#case-desk';
