package orderstore.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class OrderStoreApplication {
    public static void main(String[] args) {
        SpringApplication.run(OrderStoreApplication.class, args);
    }
}
