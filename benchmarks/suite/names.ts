/** Names of contenders by which others are found. The driver takes part twice, so that the noise of the machine shows. */
export const RAW = 'driver';
export const CONTROL = 'driver again';
