/* SPDX-License-Identifier: Apache-2.0
 *
 * The functions of ONNX Runtime that are called, by their numbers in the table of ORT_API_VERSION 11 (struct OrtApi of
 * onnxruntime_c_api.h). Private to onnxruntime.c.
 */
#ifndef SEAMGATE_MODEL_RUNNER_ONNXRUNTIME_TABLE_H
#define SEAMGATE_MODEL_RUNNER_ONNXRUNTIME_TABLE_H

#include "checks/model/runner/onnxruntime.h"

enum { API_VERSION = 11, LOG_FATAL = 4, ARENA_ALLOCATOR = 1, MEMORY_DEFAULT = 0 };

/* Handles of the library. */
struct ort_status;
struct ort_env;
struct ort_options;
struct ort_session;
struct ort_value;
struct ort_memory;
struct ort_allocator;
struct ort_type;
struct ort_shape;

/* FUNCTION(number in the table, name here, what it returns, what it takes) */
#define FUNCTIONS(FUNCTION)                                                                      \
	FUNCTION(2, message, const char *, (const struct ort_status *))                          \
	FUNCTION(3, create_env, struct ort_status *, (int, const char *, struct ort_env **))     \
	FUNCTION(7, create_session, struct ort_status *,                                         \
		(const struct ort_env *, const char *, const struct ort_options *,               \
			struct ort_session **))                                                  \
	FUNCTION(9, run, struct ort_status *,                                                    \
		(struct ort_session *, const void *, const char *const *,                        \
			const struct ort_value *const *, size_t, const char *const *, size_t,    \
			struct ort_value **))                                                    \
	FUNCTION(10, create_options, struct ort_status *, (struct ort_options **))               \
	FUNCTION(24, set_intra_threads, struct ort_status *, (struct ort_options *, int))        \
	FUNCTION(25, set_inter_threads, struct ort_status *, (struct ort_options *, int))        \
	FUNCTION(30, input_count, struct ort_status *, (const struct ort_session *, size_t *))   \
	FUNCTION(31, output_count, struct ort_status *, (const struct ort_session *, size_t *))  \
	FUNCTION(33, input_type, struct ort_status *,                                            \
		(const struct ort_session *, size_t, struct ort_type **))                        \
	FUNCTION(34, output_type, struct ort_status *,                                           \
		(const struct ort_session *, size_t, struct ort_type **))                        \
	FUNCTION(36, input_name, struct ort_status *,                                            \
		(const struct ort_session *, size_t, struct ort_allocator *, char **))           \
	FUNCTION(37, output_name, struct ort_status *,                                           \
		(const struct ort_session *, size_t, struct ort_allocator *, char **))           \
	FUNCTION(49, create_tensor, struct ort_status *,                                         \
		(const struct ort_memory *, void *, size_t, const int64_t *, size_t, int,        \
			struct ort_value **))                                                    \
	FUNCTION(50, is_tensor, struct ort_status *, (const struct ort_value *, int *))          \
	FUNCTION(51, data, struct ort_status *, (struct ort_value *, void **))                   \
	FUNCTION(55, shape_of_type, struct ort_status *,                                         \
		(const struct ort_type *, const struct ort_shape **))                            \
	FUNCTION(60, element_type, struct ort_status *, (const struct ort_shape *, int *))       \
	FUNCTION(61, dimension_count, struct ort_status *, (const struct ort_shape *, size_t *)) \
	FUNCTION(62, dimensions, struct ort_status *,                                            \
		(const struct ort_shape *, int64_t *, size_t))                                   \
	FUNCTION(65, shape_of_value, struct ort_status *,                                        \
		(const struct ort_value *, struct ort_shape **))                                 \
	FUNCTION(69, create_memory, struct ort_status *, (int, int, struct ort_memory **))       \
	FUNCTION(76, give_back, struct ort_status *, (struct ort_allocator *, void *))           \
	FUNCTION(78, allocator, struct ort_status *, (struct ort_allocator **))                  \
	FUNCTION(92, release_env, void, (struct ort_env *))                                      \
	FUNCTION(93, release_status, void, (struct ort_status *))                                \
	FUNCTION(94, release_memory, void, (struct ort_memory *))                                \
	FUNCTION(95, release_session, void, (struct ort_session *))                              \
	FUNCTION(96, release_value, void, (struct ort_value *))                                  \
	FUNCTION(98, release_type, void, (struct ort_type *))                                    \
	FUNCTION(99, release_shape, void, (struct ort_shape *))                                  \
	FUNCTION(100, release_options, void, (struct ort_options *))

struct functions {
#define MEMBER(number, name, returns, takes) returns(*name) takes;
	FUNCTIONS(MEMBER)
#undef MEMBER
};

/* What OrtGetApiBase returns. */
struct api_base {
	const void *(*api)(uint32_t version);
	const char *(*version)(void);
};

struct ort {
	void *handle;
	struct functions call;
	struct arena *arena;
	struct ort_env *env;
	struct ort_options *options;
	struct ort_session *session;
	struct ort_memory *memory;
	struct ort_allocator *allocator; /* the library's own */
	struct ort_value *answer;
	struct ort_place inputs[ORT_PLACES], outputs[ORT_PLACES];
	size_t input_count, output_count;
};

#endif
