// Small helpers for building the page. Text always goes in as text: nothing here takes markup.

import { shown } from './format.mjs';

/**
 * An element with attributes and children (elements or strings). An attribute that is false, null or
 * undefined is left out; true stands for an empty one.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children);
  return element;
}

/** A name someone else chose: isolated, so that its direction of writing stays inside. */
export function nameElement(name = '') {
  return el('bdi', { class: 'name' }, shown(name));
}

/** Sets text only where it differs, so that an unchanged page costs nothing. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element, name, value) {
  if (value === false || value == null) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
    return;
  }
  const text = value === true ? '' : String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

export function setStyle(element, name, value) {
  if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
}

export function setHidden(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}

/** A mark whose shape says as much as its colour; see "marks" in app.css. */
export function mark(kind) {
  return el('span', { class: 'mark', 'data-mark': kind, 'aria-hidden': 'true' });
}

/**
 * The children of one parent, each standing for an item and kept as long as the item is there.
 * A component is an object with an `element` and an `update(item, …)`.
 */
export class Children {
  #components = new Map();

  constructor(parent, create) {
    this.parent = parent;
    this.create = create;
  }

  get(key) {
    return this.#components.get(key);
  }

  values() {
    return this.#components.values();
  }

  /** Makes the children those of the items, in their order. @returns whether any came or went */
  update(items, ...rest) {
    let changed = false;
    const keep = new Set(items.map((item) => item.id));
    for (const [key, component] of this.#components) {
      if (keep.has(key)) continue;
      component.element.remove();
      this.#components.delete(key);
      changed = true;
    }
    let place = this.parent.firstElementChild;
    for (const item of items) {
      let component = this.#components.get(item.id);
      if (!component) {
        component = this.create(item);
        this.#components.set(item.id, component);
        changed = true;
      }
      if (component.element === place) place = place.nextElementSibling;
      else this.parent.insertBefore(component.element, place);
      component.update(item, ...rest);
    }
    return changed;
  }
}
