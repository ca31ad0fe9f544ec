/* SPDX-License-Identifier: Apache-2.0
 *
 * The compiled databases of the built-in rules, made by rule_embed, as read-only bytes between two
 * symbols each. ELF, any processor. 64-byte alignment is what Hyperscan wants.
 */
	.section .rodata.seamgate_rules, "a", %progbits

	.balign 64
	.globl builtin_avx2
	.type builtin_avx2, %object
builtin_avx2:
	.incbin "builtin_avx2.hsdb"
	.globl builtin_avx2_end
	.type builtin_avx2_end, %object
builtin_avx2_end:
	.size builtin_avx2, . - builtin_avx2
	.byte 0

	.balign 64
	.globl builtin_generic
	.type builtin_generic, %object
builtin_generic:
	.incbin "builtin_generic.hsdb"
	.globl builtin_generic_end
	.type builtin_generic_end, %object
builtin_generic_end:
	.size builtin_generic, . - builtin_generic
	.byte 0

	.balign 64
	.globl builtin_bulk_avx2
	.type builtin_bulk_avx2, %object
builtin_bulk_avx2:
	.incbin "builtin_bulk_avx2.hsdb"
	.globl builtin_bulk_avx2_end
	.type builtin_bulk_avx2_end, %object
builtin_bulk_avx2_end:
	.size builtin_bulk_avx2, . - builtin_bulk_avx2
	.byte 0

	.balign 64
	.globl builtin_bulk_generic
	.type builtin_bulk_generic, %object
builtin_bulk_generic:
	.incbin "builtin_bulk_generic.hsdb"
	.globl builtin_bulk_generic_end
	.type builtin_bulk_generic_end, %object
builtin_bulk_generic_end:
	.size builtin_bulk_generic, . - builtin_bulk_generic
	.byte 0

	.balign 64
	.globl builtin_far_avx2
	.type builtin_far_avx2, %object
builtin_far_avx2:
	.incbin "builtin_far_avx2.hsdb"
	.globl builtin_far_avx2_end
	.type builtin_far_avx2_end, %object
builtin_far_avx2_end:
	.size builtin_far_avx2, . - builtin_far_avx2
	.byte 0

	.balign 64
	.globl builtin_far_generic
	.type builtin_far_generic, %object
builtin_far_generic:
	.incbin "builtin_far_generic.hsdb"
	.globl builtin_far_generic_end
	.type builtin_far_generic_end, %object
builtin_far_generic_end:
	.size builtin_far_generic, . - builtin_far_generic
	.byte 0

	.section .note.GNU-stack, "", %progbits
