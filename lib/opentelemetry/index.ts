export { CaspyInstrumentation } from './caspy-instrumentation';
export type { CaspyInstrumentationConfig } from './caspy-instrumentation';
