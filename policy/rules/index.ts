/**
 * Every rule of the pack, in the order of docs/policies.md. One line each: the key is the rule's name in camelCase, and the
 * property of `llsPolicies`.
 */
export const ruleFactories = {};
