import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Settings } from './settings';

export const SETTINGS = Symbol('settings');

/** The settings, for every provider that asks for `SETTINGS`. */
@Global()
@Module({})
export class SettingsModule {
  static register(settings: Settings): DynamicModule {
    return { module: SettingsModule, providers: [{ provide: SETTINGS, useValue: settings }], exports: [SETTINGS] };
  }
}
