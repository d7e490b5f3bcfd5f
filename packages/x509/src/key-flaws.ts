/** What makes a key none, or not one to rely on: by name, with words for logs; pages have their own. */
export const KEY_FLAWS = {
  key_kind_unknown: 'a key of unknown kind',
  key_malformed: 'the key is not written as its kind demands',
  key_parameters: 'the parameters are not those of its kind',
  key_modulus_even: 'the modulus is even',
  key_modulus_factor: 'the modulus has a small factor',
  key_primes_close: 'the primes of the modulus are next to each other',
  key_exponent_one: 'the public exponent is 1 or less',
  key_exponent_even: 'the public exponent is even',
  key_exponent_too_great: 'the public exponent is not below the modulus',
  key_exponent_too_long: 'the public exponent is longer than anybody needs',
  key_point_at_infinity: 'the key is the point at infinity',
  key_off_curve: 'the key is no point of its curve',
  key_curve_not_named: 'the curve is not a named one',
  key_curve_unknown: 'the curve is not known',
  key_curve_not_allowed: 'the curve is not allowed',
  key_no_group: 'the parameters are no group',
  key_outside_group: 'the key or its generator is not in the group',
  key_small_order: 'the key is of small order',
  key_wrong_length: 'the key has not the length of its curve',
  key_too_short: 'the key is too short',
  key_too_long: 'the key is too long',
  key_kind_not_allowed: 'keys of this kind are not allowed',
} as const

export type KeyFlaw = keyof typeof KEY_FLAWS
