// Rooms of the backend stand in no circle. Whole folders, and without tests: between two rooms files can pass in both directions
// without a circle of files.
const { options } = require('./.dependency-cruiser.cjs');

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circle-of-rooms',
      severity: 'error',
      scope: 'folder',
      from: { path: '^backend/src/.+' },
      to: { circular: true, viaOnly: { path: '^backend/src/.+' } },
    },
  ],
  options: { ...options, exclude: { path: '((^|/)dist/|\\.test\\.ts$|^backend/src/testing/)' } },
};
