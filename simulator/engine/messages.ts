/** Large stacks have large messages; the engine sets no limit either. */
export const unlimitedMessages = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
