export { versionOf } from '../version';
