/**
 * The class of a property, or the option `as`, does not fit its CQL type. Internal: whoever knows the property makes it
 * a fault of a MetadataError.
 */
export class RepresentationFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RepresentationFault';
  }
}
