// breaks only-case-desk-knows-cqrs
export { CommandBus } from '@nestjs/cqrs';
