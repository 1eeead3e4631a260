// The model file, as it is. Its licence stands in docs/language-model.md.
    .section .rodata
    .global textmill_language_model
    .hidden textmill_language_model
    .balign 64
textmill_language_model:
    .incbin TEXTMILL_LANGUAGE_MODEL
    .global textmill_language_model_end
    .hidden textmill_language_model_end
textmill_language_model_end:
    .byte 0
    .section .note.GNU-stack, "", @progbits
