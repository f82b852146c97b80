// breaks room-uses-kernel-and-rules-only
export { Injectable } from '@nestjs/common';
