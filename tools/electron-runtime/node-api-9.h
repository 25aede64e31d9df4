/*
 * Forced in front of better-sqlite3 when it is compiled for the fallback runtime, which speaks Node-API 9.
 *
 * Of everything Node-API 10 added, better-sqlite3 relies on one thing: a reference may point at a primitive, such as a
 * string. Under version 9 only objects, functions, symbols and externals may be referenced. So a primitive goes into a
 * tagged one-element object when a reference to it is made, and comes out of it when the reference is read.
 */
#pragma once
#ifdef __cplusplus
#include <node_api.h>

namespace node_api_9 {

inline constexpr napi_type_tag box_tag = {0x46657272792d426fULL, 0x782d6e6170692d39ULL};

inline bool may_be_referenced(napi_valuetype type) {
  return type == napi_object || type == napi_function || type == napi_symbol || type == napi_external;
}

inline napi_status create_reference(napi_env env, napi_value value, uint32_t initial_count, napi_ref* reference) {
  napi_valuetype type;
  if (napi_status status = napi_typeof(env, value, &type); status != napi_ok) return status;
  if (may_be_referenced(type)) return napi_create_reference(env, value, initial_count, reference);

  napi_value box;
  if (napi_status status = napi_create_object(env, &box); status != napi_ok) return status;
  if (napi_status status = napi_type_tag_object(env, box, &box_tag); status != napi_ok) return status;
  if (napi_status status = napi_set_element(env, box, 0, value); status != napi_ok) return status;
  return napi_create_reference(env, box, initial_count, reference);
}

inline napi_status get_reference_value(napi_env env, napi_ref reference, napi_value* value) {
  if (napi_status status = napi_get_reference_value(env, reference, value); status != napi_ok) return status;
  if (*value == nullptr) return napi_ok;  // what a weak reference gives once its target is gone

  napi_valuetype type;
  if (napi_status status = napi_typeof(env, *value, &type); status != napi_ok) return status;
  if (type != napi_object) return napi_ok;
  bool is_box = false;
  if (napi_status status = napi_check_object_type_tag(env, *value, &box_tag, &is_box); status != napi_ok) return status;
  return is_box ? napi_get_element(env, *value, 0, value) : napi_ok;
}

}  // namespace node_api_9

#define napi_create_reference node_api_9::create_reference
#define napi_get_reference_value node_api_9::get_reference_value
#endif
