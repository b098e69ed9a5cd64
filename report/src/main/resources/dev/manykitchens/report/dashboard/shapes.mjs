// The shapes of the marks in app.css, for those who draw on a canvas.

import { palette } from './theme.mjs';

/** The canvas at its size in CSS pixels, cleared, ready to be drawn on in those. */
export function sized(canvas, width, height) {
  const density = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext('2d');
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** A stage or an outcome as a shape in its colour, `side` wide and high. */
export function drawShape(context, stage, x, y, side) {
  context.fillStyle = palette[stage] ?? palette.soft;
  context.strokeStyle = context.fillStyle;
  context.lineWidth = 2;
  context.beginPath();
  switch (stage) {
    case 'cpu':
      context.fillRect(x, y, side, side);
      break;
    case 'wait':
      context.arc(x + side / 2, y + side / 2, side / 2 - 1, 0, 7);
      context.stroke();
      break;
    case 'stove':
      context.moveTo(x + side / 2, y);
      context.lineTo(x + side, y + side);
      context.lineTo(x, y + side);
      context.fill();
      break;
    case 'resource':
      context.moveTo(x + side / 2, y);
      context.lineTo(x + side, y + side / 2);
      context.lineTo(x + side / 2, y + side);
      context.lineTo(x, y + side / 2);
      context.fill();
      break;
    case 'bad':
      context.moveTo(x, y);
      context.lineTo(x + side, y + side);
      context.moveTo(x + side, y);
      context.lineTo(x, y + side);
      context.stroke();
      break;
    case 'idle':
      context.fillRect(x + side / 2 - 1.5, y + side / 2 - 1.5, 3, 3);
      break;
    default:
      context.arc(x + side / 2, y + side / 2, side / 2, 0, 7);
      context.fill();
  }
}
