import { askApplication } from './app.js';

void askApplication().then((answers) => console.log(JSON.stringify(answers)));
