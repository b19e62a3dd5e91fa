import { HttpException, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

/** Checks every DTO, turns it into its class, and refuses what no DTO names. Faults have the form of caspy's own. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) =>
      new HttpException(
        {
          type: 'about:blank',
          title: 'Bad Request',
          status: 400,
          detail: 'A value does not fit.',
          errors: errors.map(fieldError),
        },
        400,
      ),
  });
}

function fieldError({ property, constraints = {} }: ValidationError) {
  // Two rules of one property may say the same.
  return { field: property, messages: [...new Set(Object.values(constraints))] };
}
