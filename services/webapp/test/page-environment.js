const { TestEnvironment } = require('jest-environment-node');
const { JSDOM } = require('jsdom');

/**
 * Node with the window of a page added, where jest-environment-jsdom is a window with parts of Node: a real Socket.IO
 * server and its client need the whole of Node.
 */
module.exports = class PageEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.dom = new JSDOM('<!doctype html>', { url: 'http://localhost', pretendToBeVisual: true });
    const { window } = this.dom;
    for (const name of Object.getOwnPropertyNames(window)) {
      if (!(name in this.global)) this.global[name] = window[name];
    }
    Object.assign(this.global, { window, document: window.document, self: window });
    Object.defineProperty(this.global, 'navigator', { value: window.navigator });
  }

  async teardown() {
    this.dom.window.close();
    await super.teardown();
  }
};
